"""Who understands wishes and designs workspaces, behind one seam."""
