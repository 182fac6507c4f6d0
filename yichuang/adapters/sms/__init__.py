"""Short-message gateways (notify.ports.Sms)."""
