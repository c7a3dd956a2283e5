"""Look-ups of the signed-in person or machine: booked with a prediction, listed, and each with what it found."""
