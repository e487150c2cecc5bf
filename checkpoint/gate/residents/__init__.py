"""A resident's own page: what their phone shows at the gate, and what the gate knows of them.

It lies in this ring and not with the passes, because it tells of outings, crossings and notices.
"""
