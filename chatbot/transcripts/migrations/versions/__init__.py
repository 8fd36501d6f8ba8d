"""One file, one version; what was released is never changed again."""
