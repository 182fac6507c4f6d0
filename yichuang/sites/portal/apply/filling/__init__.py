"""The form of an application: what is known of it, what can be typed or chosen, what is wrong with it."""
