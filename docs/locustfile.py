"""Buys from any shop that speaks the contract, with Locust. See docs/locust.md."""

import random

from locust import HttpUser, constant, task

ITEMS = 1_000
PRICE = 1
STOCK = 1_000_000
CREDIT = 1_000


class Buyer(HttpUser):
    """A customer with an account of their own, who buys two items at a time."""

    wait_time = constant(0)

    def on_start(self):
        self.user = self.made("/payment/create_user", "user_id", "create user")
        self.client.post(f"/payment/add_funds/{self.user}/{CREDIT}", name="add funds")
        self.paid = None

    @task(10)
    def buy(self):
        """A new order, so that every checkout is a first one."""
        order = self.made(f"/orders/create/{self.user}", "order_id", "create order")
        for _ in range(2):
            item = random.randrange(ITEMS)
            self.client.post(f"/orders/addItem/{order}/{item}/1", name="add item")
        with self.client.post(
            f"/orders/checkout/{order}", name="checkout", catch_response=True
        ) as answer:
            if answer.status_code == 400:
                # A refusal is an answer, not a failure: without credit there is no purchase.
                answer.success()
                self.client.post(f"/payment/add_funds/{self.user}/{CREDIT}", name="add funds")
            elif answer.ok:
                self.paid = order

    @task(2)
    def look(self):
        self.client.get(f"/stock/find/{random.randrange(ITEMS)}", name="find item")
        self.client.get(f"/payment/find_user/{self.user}", name="find user")

    @task(1)
    def buy_again(self):
        """The checkout of a paid order is answered with 200 and charges nothing."""
        if self.paid is not None:
            self.client.post(f"/orders/checkout/{self.paid}", name="repeated checkout")

    def made(self, path, field, name):
        return self.client.post(path, name=name).json()[field]
