export async function forms(user: User, res: Response) {
  try {
    await notify(user);
  } catch {}

  try {
    await notify(user);
  } catch (error) {
    console.error("not notified", error);
  }

  try {
    return JSON.parse(user.text);
  } catch (e) {
    return null;
  }

  try {
    new URL(user.link);
    return true;
  } catch {
    return false;
  }

  try {
    await notify(user);
  } catch (error) {
    res.status(500).json({ message: "failed" });
  }

  try {
    await prisma.user.create({ data: user });
  } catch (error) {
    if (error instanceof Prisma.KnownError && error.code === "P2002") {
      return null;
    }
    throw error;
  }

  try {
    await notify(user);
  } catch (error) {
    if (error instanceof NotFound) return null;
  }

  try {
    await notify(user);
  } catch (err) {
    const message = err.message;
    return { message };
  }

  try {
    await notify(user);
  } catch (err) {
    return { data: [], error: null };
  }

  try {
    await notify(user);
  } catch (err) {
    return { success: false };
  }

  try {
    await notify(user);
  } catch {
    // A notice is only a courtesy.
  }

  try {
    localStorage.setItem("a", "1");
  } catch {
    setState("private");
  }

  await charge(user).catch(() => {});
  await charge(user).catch(() => null);
  await charge(user).catch(console.error);
  await charge(user).catch(noop);
  await charge(user).catch(next);
  await charge(user).catch(handle);
  await charge(user).catch((e) => logger.warn(e));
  await charge(user).catch((e) => {
    throw new Failed(e);
  });
  await charge(user).catch((e) => ({ error: e }));
  // Best effort, the queue retries.
  await charge(user).catch(() => undefined);
  await db.order.update({ where: { id: 1 } }).catch(() => {});
  await redis.del("key").catch(() => {});
  await browser.close().catch(() => {});
  const schema = z.string().catch("x");
  const other = z.enum(KINDS).catch(DEFAULT);

  try {
    work(user);
  } catch (error) {
    reject(error);
  } finally {
    done();
  }
}

class Guard {
  async run() {
    try {
      await this.repository.save(this.row);
    } catch (error) {
      this.failed = true;
    }
  }
}
