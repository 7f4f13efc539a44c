namespace proflens {}
