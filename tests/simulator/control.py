"""The control API."""

from aiohttp import web


def build(simulator: object) -> web.Application:
    return web.Application()
