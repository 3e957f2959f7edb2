// Listeners of the project's own events.
import { EventsHandler } from "@nestjs/cqrs";
import { OnEvent } from "@nestjs/event-emitter";
import { record } from "./audit";

export class Listener {
  @OnEvent("user.created")
  created() {}

  @OnEvent(Events.REMOVED, { async: true })
  removed() {}

  @OnEvent(["a", "b.*"])
  several() {}
}

@EventsHandler(UserChanged, UserGone)
export class Changed {
  handle() {}
}

emitter.on("user.created", record);
this.eventBus.subscribe(UserChanged, (event) => record(event));
if (on) events.addListener("x", record);
