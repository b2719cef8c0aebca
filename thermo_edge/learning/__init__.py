"""What happens at night: training, trial and the shelf of models."""
