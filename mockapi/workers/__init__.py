"""One server as several processes. Every sandbox lives in one of them, its owner; the others relay what is for it."""
