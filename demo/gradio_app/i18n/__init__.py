"""Every sentence of the app in English and in French. Any part of the app may import it; it imports none."""
