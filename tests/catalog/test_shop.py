"""The generated shop: its contents, and that equal seeds give equal shops."""

import hashlib
import sys
from pathlib import Path

import pytest

from mockapi.catalog import file as shop_file
from mockapi.catalog.file import SHA256, default_shop, write_shop
from mockapi.catalog.generator import make_shop
from mockapi.catalog.shop import Category, Shop
from mockapi.errors import ShopFileError
from tests.support.nonempty import nonempty
from tests.support.waiting import run


@pytest.fixture(scope="module")
def shop() -> Shop:
    return default_shop()


def depth(shop: Shop, category: Category) -> int:
    by_number = {c.number: c for c in shop.categories}
    return 1 + (depth(shop, by_number[category.parent]) if category.parent else 0)


class TestCategories:
    def test_the_category_tree_has_at_least_four_levels(self, shop: Shop) -> None:
        assert max(depth(shop, category) for category in shop.categories) >= 4

    def test_the_category_tree_has_several_roots_and_a_wide_category(self, shop: Shop) -> None:
        parents = [category.parent for category in shop.categories]
        assert parents.count(None) > 3
        assert max(parents.count(number) for number in set(parents) - {None}) >= 20

    def test_parent_categories_come_before_their_children(self, shop: Shop) -> None:
        assert all(category.parent is None or category.parent < category.number for category in shop.categories)

    def test_some_categories_have_neither_children_nor_products(self, shop: Shop) -> None:
        used = {number for product in shop.products() for number in product.categories}
        parents = {category.parent for category in shop.categories}
        assert [c for c in shop.categories if c.number not in used | parents]

    def test_some_categories_belong_to_the_chain_and_some_do_not(self, shop: Shop) -> None:
        assert {category.is_chain for category in shop.categories} == {True, False}


class TestProducts:
    def test_the_members_of_products_vary(self, shop: Shop) -> None:
        products = list(shop.products())
        assert len(products) == shop.size == 200
        assert {product.is_active for product in products} == {True, False}
        assert {product.is_chain for product in products} == {True, False}
        assert any(not product.code for product in products)
        assert any(not product.sizes for product in products)
        assert any(product.lengths for product in products)
        assert any(len(product.categories) > 1 for product in products)
        assert any(product.stock for product in products)
        assert any(not product.stock for product in products)
        assert len({product.brand for product in products}) > 5
        assert len({product.supplier for product in products}) > 5
        assert len({product.modified[:4] for product in products}) > 5

    def test_the_texts_of_products_contain_special_characters(self, shop: Shop) -> None:
        texts = [category.title for category in shop.categories]
        for product in nonempty(shop.products()):
            texts += [product.name, product.brand, product.supplier, product.comment]
        everything = "\n".join(texts)
        for wanted in ("'", "&", "®", "é", "ж"):
            assert wanted in everything
        assert any(text != text.rstrip() for text in texts)

    def test_the_codes_of_products_and_skus_are_unique(self, shop: Shop) -> None:
        codes = [product.code for product in shop.products() if product.code]
        skus = [sku.code for product in shop.products() for sku in product.skus]
        gtins = [sku.gtin for product in shop.products() for sku in product.skus]
        for values in (codes, skus, gtins):
            assert len(set(values)) == len(values)

    def test_every_sku_refers_to_options_of_its_product(self, shop: Shop) -> None:
        for product in nonempty(shop.products()):
            for sku in product.skus:
                assert sku.size is None or sku.size in {option.id for option in product.sizes}
                assert sku.length is None or sku.length in {option.id for option in product.lengths}
                assert sku.color is None or sku.color in {option.id for option in product.colors}

    def test_gtins_have_leading_zeros_and_a_correct_check_digit(self, shop: Shop) -> None:
        for product in nonempty(shop.products()):
            for sku in product.skus:
                digits = [int(digit) for digit in sku.gtin]
                assert len(digits) == 13
                assert digits[0] == 0
                assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


class TestDefaultShop:
    def test_the_committed_shop_file_has_the_pinned_hash(self) -> None:
        assert hashlib.sha256(shop_file.PATH.read_bytes()).hexdigest() == SHA256

    def test_a_changed_shop_file_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        changed = tmp_path / "shop.json"
        changed.write_bytes(shop_file.PATH.read_bytes().replace(b"Apparel", b"Apparet"))
        monkeypatch.setattr(shop_file, "PATH", changed)
        with pytest.raises(ShopFileError, match="differs from the default shop of this release"):
            default_shop.__wrapped__()

    def test_the_pinned_faker_generates_the_committed_shop(self, tmp_path: Path) -> None:
        assert write_shop(make_shop(42, 200), tmp_path / "shop.json") == SHA256


class TestSeeds:
    def test_the_products_of_a_shop_are_equal_at_every_call(self) -> None:
        shop = make_shop(7, 50)
        assert list(shop.products()) == list(shop.products())

    def test_another_seed_gives_another_shop(self) -> None:
        assert list(make_shop(7, 5).products()) != list(make_shop(8, 5).products())

    def test_another_process_on_another_day_generates_an_equal_shop(self, tmp_path: Path) -> None:
        here = write_shop(make_shop(7, 300), tmp_path / "here.json")
        code = (
            "import datetime, time; time.time = lambda: 4e9\n"
            "from pathlib import Path; from mockapi.catalog.generator import make_shop\n"
            "from mockapi.catalog.file import write_shop\n"
            f"print(write_shop(make_shop(7, 300), Path({str(tmp_path / 'there.json')!r})))"
        )
        environment = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
        assert run([sys.executable, "-c", code], env=environment).stdout.strip() == here

    def test_a_shop_without_products_has_categories(self) -> None:
        shop = make_shop(42, 0)
        assert list(shop.products()) == []
        assert shop.categories
