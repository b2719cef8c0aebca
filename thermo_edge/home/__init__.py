"""The house as data: frozen values, standard library only, known by everybody and knowing nobody."""
