-- review: allow(table-without-rls) a lookup table
create table t (id int);
select 1; # review: allow(select-star) mysql
select '-- review: allow(no) in a text';
