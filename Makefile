# make demo: the default experiments on the embedded scenes, into output/demo
# make test: the whole test suite
.PHONY: demo test build bench lint docs clean

BIN = .build/release

demo:
	@scripts/bootstrap demo
	@swift build -c release --product sepal
	@$(BIN)/sepal run --dataset scenes --scenes 160 --masks sam-nano,region-tree --timings \
	  --cache output/cache --output output/demo

build:
	@scripts/bootstrap demo
	@swift build -c release --product sepal

test:
	@scripts/bootstrap test
	@swift build -c release --build-tests
	@swift test -c release --skip-build --disable-xctest

bench:
	@scripts/bootstrap demo
	@swift build -c release --product sepal-bench
	@$(BIN)/sepal-bench

lint:
	@swift format lint --strict --recursive Package.swift Plugins Sources Tests experiments benchmarks

docs:
	@scripts/docs

clean:
	@rm -rf .build output
