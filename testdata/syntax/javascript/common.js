#!/usr/bin/env node
'use strict';
const express = require('express'), { Router, json: parse } = require("express");
const method = require('./m').method;
module.exports = { a, b: function (req, res) { res.send(req.body); } };
exports.handler = async (event) => { return event; };
var self = this;
Foo.prototype.bar = function () { return self; };
app.get('/x/:id', auth, (req, res, next) => { next(); });
class A extends B { #p = 1; static x = 2; get y() { return this.#p; } async *z() {} }
export const el = <div onClick={handle}>hi</div>;
label: while (1) break label;
