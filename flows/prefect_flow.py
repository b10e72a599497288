"""The search update at the path that `prefect deploy` uses: flows/prefect_flow.py:search_update.

Deployments store this path in Prefect's database, so it must stay even if the code moves.
"""

from flows.orchestration.prefect_flow import search_update as search_update
