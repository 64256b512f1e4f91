"""The same conversation through our server and through others that serve LangGraph graphs."""
