"""Manifests that split a film into parts: HTTP Live Streaming (RFC 8216) and DASH."""

from math import ceil

from tests.simulator.real_debrid.media import h264, mp4
from tests.simulator.real_debrid.media.picture import SECONDS


def playlist(address: str) -> bytes:
    """Return a playlist of the one fragment of the film at an address."""
    start, fragment = (len(part) for part in mp4.film())
    return f"""#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:{ceil(SECONDS)}
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="{address}",BYTERANGE="{start}@0"
#EXTINF:{SECONDS:.3f},
#EXT-X-BYTERANGE:{fragment}@{start}
{address}
#EXT-X-ENDLIST
""".encode()


def description(address: str) -> bytes:
    """Return a media presentation description of the film at an address."""
    start, fragment = (len(part) for part in mp4.film())
    size = f'width="{h264.WIDTH}" height="{h264.HEIGHT}"'
    return f"""<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" minBufferTime="PT1S"
 mediaPresentationDuration="PT{SECONDS}S" profiles="urn:mpeg:dash:profile:main:2011">
<Period>
<AdaptationSet mimeType="video/mp4" segmentAlignment="true">
<Representation id="1" bandwidth="400000" codecs="{mp4.CODEC}" {size}>
<SegmentList timescale="{mp4.TICKS}" duration="{int(SECONDS * mp4.TICKS)}">
<Initialization sourceURL="{address}" range="0-{start - 1}"/>
<SegmentURL media="{address}" mediaRange="{start}-{start + fragment - 1}"/>
</SegmentList>
</Representation>
</AdaptationSet>
</Period>
</MPD>
""".encode()
