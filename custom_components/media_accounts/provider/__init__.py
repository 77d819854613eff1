"""The contract: what a provider brings to the integration."""
