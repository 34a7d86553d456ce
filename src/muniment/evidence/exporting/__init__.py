"""What the case holds, in the forms of other programs: annotations of the W3C, FollowTheMoney, tables."""
