// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is written in Swift 6 mode with strict memory safety. Warnings become errors
/// where `SEPAL_STRICT` is set, as continuous integration does; a newer compiler's new warning
/// must not stop someone from building a clone.
var settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
if Context.environment["SEPAL_STRICT"] != nil {
  settings.append(.treatAllWarnings(as: .error))
}

let package = Package(
  name: "sepal",
  products: [
    .executable(name: "sepal", targets: ["sepal"]),
    .library(name: "Vision", targets: ["Vision"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "Report", targets: ["Report"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(
      name: "CPangoCairo", pkgConfig: "pangocairo pangoft2",
      providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // C where Swift cannot go: libpng reports errors by longjmp; run-time dispatch by CPU feature.
    .target(name: "CPNG", dependencies: ["CLibPNG", "CDeflate"]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    .target(
      name: "Vision", dependencies: ["CTurboJPEG", "CPNG", "CDeflate", "CKernels"],
      resources: [.copy("Resources/sepal-nano.safetensors")],
      swiftSettings: settings),
    .target(name: "Experiments", dependencies: ["Vision", "CCrypto"], swiftSettings: settings),
    .target(
      name: "Report", dependencies: ["Vision", "CCairo", "CPangoCairo"],
      resources: [.embedInCode("HTML/Assets")],
      swiftSettings: settings),
    .executableTarget(
      name: "sepal",
      dependencies: [
        "Vision", "Experiments", "Report",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "experiments", swiftSettings: settings, plugins: ["EmbedSources"]),
    .plugin(name: "EmbedSources", capability: .buildTool()),
    .executableTarget(
      name: "sepal-bench", dependencies: ["Vision", "Experiments"], path: "benchmarks",
      exclude: ["README.md", "rivals"], swiftSettings: settings),

    .target(
      name: "TestSupport", dependencies: ["Vision"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "sepal-fuzz",
      dependencies: [
        "Vision", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Fuzzing", swiftSettings: settings),
    .testTarget(
      name: "VisionTests", dependencies: ["Vision", "TestSupport"],
      resources: [.copy("Golden")], swiftSettings: settings),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "SepalTests", dependencies: ["TestSupport"], swiftSettings: settings),
  ]
)
