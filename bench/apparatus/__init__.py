"""What the benches share: databases kept between runs, rows by COPY, the production server, a load generator."""
