"""The search update, placed for `prefect deploy`: `flows/prefect_flow.py:search_update`.

Deployments keep this path in Prefect's own database, so it stays when the code behind it moves.
"""

from flows.orchestration.prefect_flow import search_update as search_update
