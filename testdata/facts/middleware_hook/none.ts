// None of these runs around a handler.
import Vue from "vue";
import i18n from "i18next";

i18n.use(Backend).init({});
dayjs.extend(utc);
prisma.$use(async (params, next) => next(params));
server.addHook("onReady", start);
form.register("name", { required: true });
page.route("/users");
users(database);
const token = { provide: TOKEN, useClass: AuditInterceptor };
