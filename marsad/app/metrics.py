"""What Prometheus may ask: counts of what went through each stage."""

from prometheus_client import Counter, Gauge

POLLS = Counter("marsad_polls_total", "Polls by outcome", ["outcome"])
STORIES = Counter("marsad_stories_total", "Stories by disposition", ["disposition"])
ALERTS = Counter("marsad_alerts_total", "Alerts by reason", ["reason"])
DELIVERIES = Counter("marsad_deliveries_total", "Tries to deliver by what came of them", ["state"])
WAITING_ITEMS = Gauge("marsad_items_waiting", "Entries that are stored and not yet read")
WAITING_DELIVERIES = Gauge("marsad_deliveries_waiting", "Messages that are stored and not yet sent")
FAILING_SOURCES = Gauge("marsad_sources_failing", "Sources whose last poll failed")
