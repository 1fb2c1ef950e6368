"""Where bytes come from and go (文件): whole writing, locks, what lies in a folder. Knows nothing of forms."""
