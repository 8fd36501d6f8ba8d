"""A customer-service chatbot: understands, decides, answers with facts, hands over to humans."""

__version__ = "0.1.0"
