@decorator
export let a;
class C {
  @Get()
  [
  @Post() after() { return 1; }
}
f();
