// Nothing here takes a request.
import { Get, Query } from "./decorators";

export class Client {
  @Get("/users")
  users() {}
}

@Injectable()
export class Service {
  @Query()
  find(@Query("q") q: string) {}
}
