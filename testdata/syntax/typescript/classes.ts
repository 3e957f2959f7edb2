@Controller("users")
export class Users<T> extends Base<User, T> implements A, B<C> {
  @Column({ select: false }) private readonly hash?: string = "x";
  static #count = 0;
  declare name: string;
  protected abstract other;
  [computed]: number = 1;
  "quoted": string;

  constructor(private readonly repo: Repo<User>, @Inject(TOKEN) public log: Logger, protected x?: X) {
    super();
  }

  find(id: string): User;
  find(id: number): User;
  @Get(":id") @UseGuards(Auth, Roles("admin"))
  async find(@Param("id") id: any, @Body() body: Dto, ...rest: string[]): Promise<User | null> {
    return this.#load(id)!;
  }

  get size(): number { return Users.#count; }
  set size(v) {}
  static *all() { yield* list; }
  #load(id) {}
  override toString() { return ""; }
  private hidden?(): void {}
  static { init(); }
  [key: string]: any;
}

@Entity() class Plain {}
abstract class Shape { abstract area(): number; protected abstract kind: string; }
const Anonymous = class {};
const Named = class Inner extends mixin(Base) {};

interface Repo<T> extends Reader<T>, Writer {
  name: string;
  readonly id?: number;
  save(x: T): Promise<void>;
  (x: string): void;
  new (x: string): Repo<T>;
  [key: string]: any;
}

enum Color { Red, Green = "green", "dark blue" = 3 }
declare const enum Level { Low }
namespace Outer.Inner { function f() {} }
