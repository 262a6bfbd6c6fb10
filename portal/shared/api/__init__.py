"""What every part of the API stands on. It is strict: a request that is not understood is refused."""
