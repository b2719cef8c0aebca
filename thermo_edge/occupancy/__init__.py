"""Who is where: one belief for the whole house."""
