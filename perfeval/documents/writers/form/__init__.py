"""The official form as workbook and Word document (填报表)."""
