// Nothing here is stored.
export function work(map: Map<string, string>, hash: Hash, list: string[]) {
  map.delete("a");
  hash.update("b");
  const made = userRepository.create({});
  list.remove("c");
  URL.create("d");
  element.remove();
  userRepository.find();
  return made;
}
