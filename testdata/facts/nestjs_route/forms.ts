// Routes of controllers and resolvers.
import { Body, Controller, Delete, Get, Post, Put, All } from "@nestjs/common";
import { Mutation, Query, Resolver } from "@nestjs/graphql";

@Controller("users")
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  list() {
    return this.users.list();
  }

  @Post()
  @UseGuards(AuthGuard)
  async create(@Body() body: CreateUser) {
    return this.users.create(body);
  }

  @Put(":id/name")
  rename(@Param("id") id: string) {
    return this.users.rename(id);
  }

  @Delete("/:id")
  remove() {}
}

@Controller({ path: "orders", version: "1" })
export class OrdersController {
  @All("*")
  any() {}
}

@Controller()
export class RootController {
  @Get("health")
  health() {}
}

@Resolver(() => User)
export class UsersResolver {
  @Query(() => [User])
  users() {}

  @Mutation(() => User)
  createUser() {}
}
