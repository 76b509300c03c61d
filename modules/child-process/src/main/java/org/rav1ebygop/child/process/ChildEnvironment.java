package org.rav1ebygop.child.process;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The environment variables that child processes get: those on a list, so that passwords and
/// tokens of this process stay here. [#PASS] names further ones.
public final class ChildEnvironment {
  /// The variable that names further variables to hand on, separated by commas.
  public static final String PASS = "RAV1E_BY_GOP_PASS_ENV";

  /// Where libraries are looked for on Linux.
  public static final String LIBRARY_PATH = "LD_LIBRARY_PATH";

  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          "TMP",
          "TEMP",
          "TERM",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "LD_PRELOAD",
          LIBRARY_PATH);

  /// What settings of the loader, the C library, the language runtimes, the processors, drivers and
  /// the programs themselves begin with.
  private static final List<String> PREFIXES =
      List.of(
          "LC_",
          "XDG_",
          "DYLD_",
          "MALLOC_",
          "GLIBC_",
          "OMP_",
          "KMP_",
          "OPENBLAS_",
          "RUST_",
          "RAYON_",
          "PYTHON",
          "VAPOURSYNTH",
          "VS_",
          "AVISYNTH",
          "FONTCONFIG_",
          "FREI0R_",
          "LADSPA_",
          "FFREPORT",
          "AV_LOG_",
          "SVT_",
          "DAV1D_",
          "LIBVA_",
          "VDPAU_",
          "CUDA_",
          "NVIDIA_",
          "OCL_",
          "VK_");

  private ChildEnvironment() {}

  /// Takes all variables away that are not for children.
  ///
  /// @param environment of a process that is about to be started; changed
  public static void restrict(Map<String, String> environment) {
    Set<String> passed =
        Arrays.stream(environment.getOrDefault(PASS, "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    environment
        .keySet()
        .removeIf(name ->
            !NAMES.contains(name)
                && !passed.contains(name)
                && PREFIXES.stream().noneMatch(name::startsWith));
  }

  /// A search path with one more folder in front. It has no empty element: the loader of the system
  /// takes such a one for the current folder, where anybody may have put a library.
  ///
  /// @param folder to look in first
  /// @param known the path so far; may be empty
  public static String prepend(String folder, String known) {
    return Arrays.stream((folder + File.pathSeparator + known).split(File.pathSeparator))
        .filter(element -> !element.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
