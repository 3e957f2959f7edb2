# class Migration( stands here in words only.
default_app_config = "tickets.apps.TicketsConfig"
