@Entity({ name: "x" })
export default abstract class Order extends Base {
  @Column() @Index()
  total: number;
}
