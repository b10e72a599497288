"""The screening page served: who asks, what they may see, and what they say."""
