"""How an operation is read whole: pages, the location tree, dataviews, payroll exports."""
