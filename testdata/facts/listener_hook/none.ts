// None of these listens to an event of the project.
process.on("exit", stop);
socket.on("message", receive);
button.addEventListener("click", press);
router.on("GET", "/", handle);
emitter.on("only");
observable.subscribe((value) => show(value));
