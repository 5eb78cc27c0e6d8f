"""One figure over another: shares, rates, quotients."""
