"""The departments that are asked about somebody (exchange.ports.Department)."""
