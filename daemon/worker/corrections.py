"""placeholder"""
def install(build=None):
    pass
