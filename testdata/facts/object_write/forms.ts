// Writes through models and repositories.
import { Repository } from "typeorm";

export class Users {
  constructor(private readonly userRepository: Repository<User>, private readonly manager: EntityManager) {}

  async change(user: User, order: Order) {
    await this.userRepository.save(user);
    await this.userRepository.softDelete({ id: 1 });
    await this.manager.save(User, user);
    await this.manager.remove(user);
    await User.create({ name: "x" });
    await User.update({}, { where: {} });
    await Post.findByIdAndUpdate(1, {});
    await this.model.updateOne({}, {});
    await order.save();
    await order.destroy();
    await em.persistAndFlush(order);
  }
}
