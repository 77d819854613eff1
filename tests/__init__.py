"""The tests of Media Accounts, laid out as the integration is."""
