async function bodies(response: Response, code: string) {
  const text = await response.text().catch(() => "");
  try {
    return new Intl.Locale(code).script;
  } catch {
    return undefined;
  }
  try {
    await charge(code);
  } finally {
    await clock.forget(code).catch(() => {});
  }
}

function branch(promise: Promise<void>) {
  promise.finally(() => settle()).catch(() => {});
  return promise;
}
