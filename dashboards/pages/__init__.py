"""The pages: one file each; built once, then updated."""
