create database orders;
create database stock;
create database payment;
