"""What every part needs: settings, errors, logging, database session, queue names, embedded services."""
