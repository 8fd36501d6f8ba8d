"""`python -m chatbot` is the console command."""

from .cli import run

if __name__ == "__main__":
    run()
