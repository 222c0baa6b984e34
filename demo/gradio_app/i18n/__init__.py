"""Every sentence of the app in each of its languages. Any part of the app may import it; it imports none."""
