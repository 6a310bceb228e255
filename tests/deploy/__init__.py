"""Several servers behind a real nginx, with the configuration in deploy/nginx."""
