"""When: days, periods, the fiscal calendar, hours, and by which date of the rows they go."""
